"""Appointments: reasons, sites, opening hours, slots, bookings, reminders, waiting list.

Not here: what the appointment is about (a claim knows its appointment, not the reverse).
"""

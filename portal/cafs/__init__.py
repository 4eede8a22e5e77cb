"""The 101 Caf: who serves which place, in which time zone, and on which days they pay.

Here: the directory and the postal codes (in memory, no query), the payment calendar, the visitor's choice of a Caf,
and the table that other rooms point their foreign keys at.
Not here: the sites and opening hours that agents change, and anything about a person.
"""

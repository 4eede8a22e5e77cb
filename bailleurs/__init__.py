"""Landlords: leases, rents, arrears, departures, co-tenancy, end of management.

Not here: anything about the tenant beyond the lease.
"""

"""What every request goes through, whoever it is for.

Here: request identifier, security headers, the origin check of state changes, display preferences, who may open
a page, whole-page cache of anonymous pages, error pages, health, and the masking of personal numbers in logs.
Not here: what a page shows.
"""

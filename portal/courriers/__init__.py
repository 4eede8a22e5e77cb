"""Every SMS, e-mail and letter that leaves the portal, and its delivery state.

Not here: what a message is about. It names no Caf and knows no benefit.
"""

"""FranceConnect v2, the side of who relies on it: what is sent, what is asked back, what is believed of the answer.

Here: settings, HTTP with limits, discovery, signed tokens, the flow, and whether a pivot identity is somebody's. Not
here: pages, and what is written in the database (`accounts.services.franceconnect`).
"""

"""The multi-step form: a URL per step, answers on the server, every earlier step checked again at each step.

`Parcours` declares the steps, a store keeps what was typed (`magasins`: ephemeral for anonymous visitors,
PostgreSQL for the rest), `vues` serves any parcours. Not here: what a step asks, or what its answers mean. It
names no Caf.
"""

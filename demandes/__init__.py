"""A claim, from draft to decision: catalogue, steps, documents, workflow, the agent's work.

Not here: the calculation, which it asks of `simulations.regles`.
"""

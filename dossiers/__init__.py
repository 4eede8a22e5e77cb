"""What the Caf knows and pays: Dossier, dated Rattachement, rights, payments, attestations, agenda, messages.

It registers with `accounts` who may open what. Not here: how a person proves who they are.
"""

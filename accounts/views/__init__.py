"""The pages of this room. Those open to anybody answer alike whoever is asked about, and are never stored."""

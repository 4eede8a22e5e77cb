"""What every request goes through (`portal.http`), settings included."""

"""What the simulator asks, page by page. Every figure of the exchange format can be typed in one of these forms."""

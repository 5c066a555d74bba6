"""The formats that people already have: in from their data sets, out to their tools."""

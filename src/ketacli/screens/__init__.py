"""Records to screens: what a person sees, neutral of how it is drawn."""

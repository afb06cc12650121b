"""Overlays: folders of records that stand beside the shipped ones, never in their place."""

"""Configurations that real administrations wrote, translated into standards and held against their truth."""

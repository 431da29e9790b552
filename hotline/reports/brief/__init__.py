"""The leader's brief: what a period came to, told in prose that a template makes of the figures."""

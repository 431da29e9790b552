"""Builds the running hotline: the only package that knows everybody."""

"""Asterisk: AMI, AGI, events, provisioning, the SIP gateway."""

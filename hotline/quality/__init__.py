"""Quality inspection: calls sampled by rule, listened to, scored on a form, told to the agent, appealed against."""

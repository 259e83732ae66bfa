"""What is done about enquiries; one module per act that has several steps."""

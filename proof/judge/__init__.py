"""A second evaluator of AWS access policies, written from AWS's documentation alone."""

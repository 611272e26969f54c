"""What a crew hands over: statements in four parts, worst and last values, measures and words. It knows no paper and no page."""

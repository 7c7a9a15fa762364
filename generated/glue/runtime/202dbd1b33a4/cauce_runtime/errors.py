"""The errors of a run that its operator must understand."""


class JobError(Exception):
    """A run that must stop, with a sentence that says why. It never contains a value of a row."""


class NotProven(JobError):
    """A run whose rows or whose commit do not add up: somebody must look at once."""

"""The errors of a flow."""


class FlowError(Exception):
    """A failure whose message is safe to publish: it names datasets, columns and files, never a value of a row."""

# <{ header|comment }>
"""<{ about|doc(0) }>"""

from cauce_runtime.testing import spark

__all__ = ["spark"]

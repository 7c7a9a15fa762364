"""The zones and the deliveries of the tests of the package."""

import importlib.util
import sys
from pathlib import Path

SPARK = Path(__file__).resolve().parents[1] / "spark"

found = importlib.util.spec_from_file_location("spark_conftest", SPARK / "conftest.py")
shared = importlib.util.module_from_spec(found)
sys.modules["spark_conftest"] = shared
found.loader.exec_module(shared)
sys.path.insert(0, str(SPARK))

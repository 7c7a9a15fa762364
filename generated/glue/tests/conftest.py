# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate
"""La sesión de Spark que comparten las pruebas de los trabajos."""

from cauce_runtime.testing import spark

__all__ = ["spark"]

# Generado por cauce desde specs/core/clientes.yaml; edite ese archivo y ejecute: cauce generate
"""Las pruebas de la especificación, sobre las funciones del propio trabajo."""

from cauce_runtime.testing import load_job, run_case

JOB = load_job(__file__)


def test_un_documento_con_letras_va_a_cuarentena(spark):
    """un documento con letras va a cuarentena"""
    given = [
        {
            "actualizado_en": "2026-02-01 00:00:00",
            "ciudad": "Cali",
            "documento": "1020304050",
            "estado": "ACTIVO",
            "id_cliente": "1",
        },
        {
            "actualizado_en": "2026-02-01 00:00:00",
            "ciudad": "Cali",
            "documento": "A1",
            "estado": "ACTIVO",
            "id_cliente": "2",
        },
    ]
    outcome = run_case(spark, JOB, given)
    outcome.expect({"id_cliente": "1"})
    outcome.expect_quarantined({"id_cliente": "2", "rules": ["pattern_documento"]})

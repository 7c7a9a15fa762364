# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate
"""Las pruebas de la especificación, sobre las funciones del propio trabajo."""

from cauce_runtime.testing import load_job, run_case

JOB = load_job(__file__)


def test_una_tasa_absurda_va_a_cuarentena(spark):
    """una tasa absurda va a cuarentena"""
    given = [
        {"valor": "4100.25", "vigenciadesde": "2026-02-01T00:00:00.000", "vigenciahasta": "2026-02-01T00:00:00.000"},
        {"valor": "4.1", "vigenciadesde": "2026-02-02T00:00:00.000", "vigenciahasta": "2026-02-02T00:00:00.000"},
    ]
    outcome = run_case(spark, JOB, given)
    outcome.expect({"fecha": "2026-02-01", "trm": "4100.250000"})
    outcome.expect_quarantined({"fecha": "2026-02-02", "rules": ["range_trm"]})

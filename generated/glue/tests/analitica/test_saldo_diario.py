# Generado por cauce desde specs/analitica/saldo_diario.yaml; edite ese archivo y ejecute: cauce generate
"""Las pruebas de la especificación, sobre las funciones del propio trabajo."""

from cauce_runtime.testing import load_job, run_case

JOB = load_job(__file__)


def test_el_neto_resta_los_retiros(spark):
    """el neto resta los retiros"""
    given = [
        {
            "fecha_dia": "2026-02-01",
            "id_cliente": "1",
            "monto": "100.00",
            "monto_usd": "0.025000",
            "tipo": "CONSIGNACION",
        },
        {"fecha_dia": "2026-02-01", "id_cliente": "1", "monto": "30.00", "monto_usd": "0.007500", "tipo": "RETIRO"},
    ]
    inputs = {"core/clientes": [{"ciudad": "Cali", "id_cliente": "1"}]}
    outcome = run_case(spark, JOB, given, inputs)
    outcome.expect(
        {
            "ciudad": "Cali",
            "fecha_dia": "2026-02-01",
            "id_cliente": "1",
            "movimientos": "2",
            "neto": "70.00",
            "neto_usd": "0.017500",
        },
    )
    outcome.expect_quarantined()

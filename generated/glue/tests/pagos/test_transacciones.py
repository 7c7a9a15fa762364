# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate
"""Las pruebas de la especificación, sobre las funciones del propio trabajo."""

from cauce_runtime.testing import load_job, run_case

JOB = load_job(__file__)


def test_la_reversion_no_se_pierde(spark):
    """la reversión no se pierde"""
    given = [
        {
            "estado": "APROBADA",
            "fecha": "01/02/2026 10:00:00",
            "id_cliente": "1",
            "id_transaccion": "T1",
            "monto": "-5,00",
            "operacion": "I",
            "tipo": "REVERSO",
            "version": "1",
        },
    ]
    outcome = run_case(spark, JOB, given)
    outcome.expect({"id_transaccion": "T1", "monto": "-5.00"})
    outcome.expect_quarantined()


def test_gana_la_version_mas_reciente(spark):
    """gana la versión más reciente"""
    given = [
        {
            "estado": "APROBADA",
            "fecha": "01/02/2026 10:00:00",
            "id_cliente": "1",
            "id_transaccion": "T2",
            "monto": "20,00",
            "operacion": "U",
            "tipo": "COMPRA",
            "version": "2",
        },
        {
            "estado": "APROBADA",
            "fecha": "01/02/2026 10:00:00",
            "id_cliente": "1",
            "id_transaccion": "T2",
            "monto": "10,00",
            "operacion": "I",
            "tipo": "COMPRA",
            "version": "1",
        },
    ]
    outcome = run_case(spark, JOB, given)
    outcome.expect({"id_transaccion": "T2", "monto": "20.00", "version": "2"})
    outcome.expect_quarantined()


def test_un_estado_desconocido_va_a_cuarentena(spark):
    """un estado desconocido va a cuarentena"""
    given = [
        {
            "estado": "PERDIDA",
            "fecha": "01/02/2026 10:00:00",
            "id_cliente": "1",
            "id_transaccion": "T3",
            "monto": "7,00",
            "operacion": "I",
            "tipo": "COMPRA",
            "version": "1",
        },
    ]
    inputs = {"core/clientes": [{"id_cliente": "1"}]}
    outcome = run_case(spark, JOB, given, inputs)
    outcome.expect()
    outcome.expect_quarantined({"id_transaccion": "T3", "rules": ["accepted_values_estado"]})


def test_convierte_a_dolares_con_la_trm_vigente(spark):
    """convierte a dólares con la TRM vigente"""
    given = [
        {
            "estado": "APROBADA",
            "fecha": "02/02/2026 10:00:00",
            "id_cliente": "1",
            "id_transaccion": "T4",
            "monto": "8.000,00",
            "operacion": "I",
            "tipo": "COMPRA",
            "version": "1",
        },
    ]
    inputs = {"mercado/trm": [{"fecha": "2026-01-31", "trm": "4000.00"}]}
    outcome = run_case(spark, JOB, given, inputs)
    outcome.expect({"id_transaccion": "T4", "monto_usd": "2.000000", "trm": "4000.00"})
    outcome.expect_quarantined()

# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

output "function_name" {
  description = "Función que atiende las alertas."
  value       = aws_lambda_function.this.function_name
}

SOURCE = Json(records="$")

SOURCE = Json(records="$")<{ format|mark }>

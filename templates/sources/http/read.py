SOURCE = Json(records=<{ records|lit }>)

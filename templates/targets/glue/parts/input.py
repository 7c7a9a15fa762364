<{ dataset|lit }>: <{ schema|lit }>

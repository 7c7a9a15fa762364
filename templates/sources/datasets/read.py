SOURCE = Table(<{ dataset|lit }>)

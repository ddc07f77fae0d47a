"""结果运用: a finding becomes a case, is told, answered, decided by another person, carried out; nothing punishes by itself."""

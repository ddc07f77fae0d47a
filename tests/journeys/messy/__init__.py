"""A workbook as an office really has it: 曲阜's own ledgers. Places and codes are public, people are invented.

python -m tests.journeys.messy 台账.xlsx
"""

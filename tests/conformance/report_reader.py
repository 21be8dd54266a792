"""Quantity, value and unit of every measurement of a report, as JSON, in the order of the file."""
import json
import sys

import pydicom


def children(item, name):
    return [c for c in item.get("ContentSequence", []) if c.get("ConceptNameCodeSequence") and code(c) == name]


def code(item, attribute="ConceptNameCodeSequence"):
    first = item[attribute].value[0]
    return first.get("CodeValue") or first.get("LongCodeValue")


report = pydicom.dcmread(sys.argv[1])
found = []
for measurements in children(report, "126010"):
    for group in children(measurements, "125007"):
        for item in group.ContentSequence:
            if item.ValueType != "NUM" or item.RelationshipType != "CONTAINS":
                continue
            meanings = children(item, "121050")
            quantity = code(meanings[0], "ConceptCodeSequence") if meanings else code(item)
            if not item.MeasuredValueSequence:
                found.append([quantity, None, ""])
                continue
            measured = item.MeasuredValueSequence[0]
            value = measured.FloatingPointValue
            # The decimal string says the same in its 16 characters.
            assert abs(float(measured.NumericValue) - value) <= 1e-9 * max(1, abs(value))
            found.append([quantity, value, code(measured, "MeasurementUnitsCodeSequence")])
print(json.dumps(found))

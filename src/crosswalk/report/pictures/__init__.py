"""Pictures of reports: data in, a vector drawing with its words out. One file a picture; `look.py` is what they share."""

from crosswalk.report.pictures.coverage import coverage_picture
from crosswalk.report.pictures.labels import label_pictures
from crosswalk.report.pictures.stages import stages_picture
from crosswalk.report.pictures.waterfall import waterfall_picture

__all__ = ["coverage_picture", "label_pictures", "stages_picture", "waterfall_picture"]

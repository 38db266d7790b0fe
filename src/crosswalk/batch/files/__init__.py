"""Files of declarations, translated chunk by chunk: CSV, Parquet and XLSX, with memory that does not grow with the file."""

from crosswalk.errors import MissingPackageError

try:
    import duckdb as _duckdb  # noqa: F401
    import filelock as _filelock  # noqa: F401
    import narwhals as _narwhals  # noqa: F401
    import openpyxl as _openpyxl  # noqa: F401
    import pyarrow as _pyarrow  # noqa: F401
except ImportError as _error:
    raise MissingPackageError(
        f'files of declarations need {_error.name}: pip install "carbon-crosswalk[files]"',
        f'处理批量文件需要 {_error.name}：pip install "carbon-crosswalk[files]"',
    ) from None

from crosswalk.batch.files.job import BatchResult, Settings, translate_file

__all__ = ["BatchResult", "Settings", "translate_file"]

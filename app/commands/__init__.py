"""What the command line can do, one module a subject."""

from app.commands.doctor import doctor
from app.commands.generated import write_protocol, write_settings
from app.commands.knowledge import export_knowledge, lint_knowledge, reindex, seed
from app.commands.orders import add_check_arguments, check_orders
from app.commands.orders_api import write_orders_api
from app.commands.people import add_operator
from app.commands.serving import serve

__all__ = [
    "add_check_arguments",
    "add_operator",
    "check_orders",
    "doctor",
    "export_knowledge",
    "lint_knowledge",
    "reindex",
    "seed",
    "serve",
    "write_orders_api",
    "write_protocol",
    "write_settings",
]

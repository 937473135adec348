"""Sets up the demonstration in a database of its own, tells its story and serves it: ``python -m config.demonstrate``.

``DEMO_SERVE=0`` tells and does not serve; so do ``CI=true`` and a run without a terminal. A second time begins anew: the
database of the demonstration, and no other, is dropped and made again.
"""

import os
import subprocess
import sys

import psycopg
from psycopg import sql

from config import database
from config.environment import CHECKOUT, flag, text
from config.serve import ServeError, Supervisor, free_port

NAME = "tongban_demo"
TO_TRY = """
打开上面的地址，用下面的账号登录（密码和动态验证码：make code WHO=账号）：
  founder      章晓，申请人：查看办结的设立登记和营业执照，再申请一件
  lw.receiver  龙湾区综合窗口收件员：领取并收件
  lw.approver  龙湾区核准人：有一件设立登记等待核准
  ra.reviewer  瑞安市审查员：有一件迁移登记等待迁出核查
  keeper.a     标准管理员甲：在标准工作室修改时限，提交征求意见；keeper.b 批准
To try it in English, switch the language at the top of the page. Ctrl C ends the demonstration.
"""


class DemonstrationError(Exception):
    """The demonstration cannot be set up; the sentence says what to do."""


def begin_anew() -> None:
    """Drop the demonstration's database if there is one and make an empty one. Raise DemonstrationError when in use."""
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        busy = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [NAME]).fetchone()
        if busy and busy[0]:
            raise DemonstrationError("The demonstration is being served already. End it with Ctrl C, then begin again.")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))
    database.prepare(NAME)


def serves() -> bool:
    """Whether the site is to be served after the story."""
    return flag("DEMO_SERVE", default=sys.stdout.isatty() and text("CI").lower() != "true")


def main() -> int:
    """Set up, tell, serve; 0 when all went well, 1 when something said no."""
    if text("TONGBAN_DATABASE") != NAME:
        # Everything that follows, in this process and in its children, is about the demonstration's database.
        os.environ["TONGBAN_DATABASE"] = NAME
    try:
        begin_anew()
        for arguments in (["migrate", "--verbosity", "0"], ["demo"]):
            command = [sys.executable, "manage.py", *arguments]
            if subprocess.run(command, cwd=CHECKOUT, check=False).returncode:  # noqa: S603 - our own commands
                return 1
        if serves():
            print(TO_TRY)  # noqa: T201 - what whoever started it reads
            Supervisor(free_port(8000)).run()
    except (DemonstrationError, ServeError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

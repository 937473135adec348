"""The text that goes with every case file, in both languages."""

README = """# 办件卷宗 {number}

本压缩包含一件办件的全部记录，可以脱离原系统核验：解压后运行 `python3 verify.py`，只需要 Python 3。

| 文件 | 内容 |
|---|---|
| `manifest.json` | 办件编号、标准版本、链头，以及其余每个文件的 SHA-256 |
| `journal.json` | 逐行的过程记录；每行含上一行的散列值，首行的上一行为 32 个零字节 |
| `contents/` | 办理人员填写的意见、理由和一次性告知内容；过程记录中只有其摘要 |
| `filing.json` `materials/` | 提交的申请和材料，材料以 SHA-256 命名 |
| `papers/` `papers.json` | 制发的文书和证照 |
| `licences/` `licences.json` | 核发的证照及其导出时的状态 |
| `standard.json` | 办理所依据的标准版本，其 SHA-256 即版本摘要 |
| `names.json` | 过程记录中人员和窗口编号对应的名称 |
| `register.json` | 办件登记簿中的这一行 |
| `seal.json` | 办件在每日封签中的位置：从办件到当日总根的路径、两区签名和各区公钥；尚未封签时为 `null` |

每行的散列值 = SHA-256（上一行散列值的 32 个字节 + 下列数组的规范 JSON）：
`[case, seq, verb, actor, desk, on_behalf_of, legal_at, payload]`。规范 JSON：键排序、无空格、UTF-8、不转义；
`legal_at` 为 UTC，精确到微秒，如 `2026-03-02T01:12:00.000000Z`。

`verify.py` 依次核对：各文件的 SHA-256；过程记录逐行的散列；登记簿行的散列；填写内容、申请和材料的摘要；标准版本；封签。
封签：叶 = SHA-256（0x00 + 规范 JSON `[district, place, registered, case, seq, head]`），结点 = SHA-256（0x01 + 左 + 右），
区根 = SHA-256（0x02 + 规范 JSON `[district, cases, root]`）；`statement` 由两个区的密钥先后签名（Ed25519，RFC 8032，
脚本内含纯 Python 的验签，不需要任何软件包）。要确认公钥属实，取各区公布的公钥文件，运行 `python3 verify.py --keys 文件`。
依法删除的个人信息由只留摘要的标记代替，`verify.py` 会说明何时、由谁、因何删除；摘要和散列仍然有效。

# Case file {number}

Everything recorded of one case; it can be verified without the system it comes from: unpack it and run
`python3 verify.py`, which needs Python 3 alone. `manifest.json` has the SHA-256 of every other file and the head of the
chain; each row of `journal.json` has the hash of the row before it, the first one 32 zero bytes. A row's hash is
SHA-256 over those 32 bytes and the canonical JSON (sorted keys, no spaces, UTF-8, nothing escaped) of the list above.

`seal.json` proves that the case stood in the root that was sealed for a day: leaf = SHA-256(0x00 + canonical JSON of
`[district, place, registered, case, seq, head]`), node = SHA-256(0x01 + left + right), district = SHA-256(0x02 +
canonical JSON of `[district, cases, root]`). The statement is signed by one district and countersigned by another
(Ed25519, RFC 8032; the script proves both in Python alone). To make sure of the keys, get the file of published keys
from the districts and run `python3 verify.py --keys FILE`. Personal values that were lawfully erased are replaced by a
mark that keeps their digest; the script says when, by whom and why, and digests and hashes still hold.
"""

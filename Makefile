# Every command of this project.  `make` alone shows them.
PORT ?= 8000
MENKOU_HOME ?= $(CURDIR)/.menkou
ARGS ?=
export PY MENKOU_HOME
# what Python compiles is kept: processes that are killed and started again all day would compile it each time
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run stop test check nightly test-server bench bench-plan bench-imports bench-boards bench-ledgers bench-audit bench-assessments bench-oversight bench-intake pictures clean
TESTS = env -u MENKOU_HOME -u MENKOU_DATABASE_URL -u MENKOU_OWNER_DATABASE_URL -u MENKOU_MODE

help: ## 显示这些命令
	@echo "门口的命令（make 命令名）："
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name words; do printf '  %-18s%s\n' $$name "$$words"; done

run: ## 启动演示，按 Ctrl-C 停止；可带 PORT=8001、MENKOU_HOME=目录、ARGS="--villages 20"
	@bin/boot demo
	@exec .venv/bin/menkou serve --demo --port $(PORT) $(ARGS)

stop: ## 停止门口和内置数据库
	@bin/boot run
	@.venv/bin/menkou stop

test: ## 检查并测试（与构建服务器所做的完全相同）；可带 ARGS="-k 词"
	@bin/boot dev
	@bin/browser
	@$(TESTS) bin/test $(ARGS)

check: ## 只检查：格式、类型、层次、模板、迁移
	@bin/boot dev
	@$(TESTS) bin/check

nightly: ## 全部测试，慢的也在内
	@bin/boot dev
	@bin/browser --by-night
	@$(TESTS) bin/test --by-night $(ARGS)

test-server: ## 在系统的 PostgreSQL 上测试（没有时安装 postgresql-15）
	@bin/boot dev
	@$(TESTS) bin/test-server $(ARGS)

bench: ## 测量速度
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench $(ARGS)

bench-plan: ## 测量派驻方案；可带 ARGS="--seeds 1-3 --seconds 30 --rivals"
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.plan $(ARGS)

bench-imports: ## 测量导入 5,000 行
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.imports $(ARGS)

bench-boards: ## 测量 440 块公示牌
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.boards $(ARGS)

bench-ledgers: ## 测量一年 15 万条日志的台账
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.ledgers $(ARGS)

bench-audit: ## 测量审计链；可带 ARGS=1000000
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.audit $(ARGS)

bench-assessments: ## 测量三年 30 万条日志、6 万件咨询上的半年考核
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.assessments $(ARGS)

bench-oversight: ## 测量大演示上的工作台、列表、搜字、报表；可带 ARGS="--scale tenth --seconds 20 --districts 0"
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.oversight $(ARGS)

bench-intake: ## 测量收信（公众号、微信客服的回调）；可带 ARGS=--quick
	@bin/boot dev
	@$(TESTS) .venv/bin/python -m bench.callbacks $(ARGS)

pictures: ## 从正在运行的演示拍说明书里的图
	@bin/boot dev
	@bin/browser
	@.venv/bin/python -m tests.journeys.pictures http://127.0.0.1:$(PORT)
	@.venv/bin/python -m tests.journeys.guide_pictures

clean: ## 停止并删除安装出来的东西；数据留在 MENKOU_HOME
	@if [ -x .venv/bin/menkou ]; then .venv/bin/menkou stop || true; fi
	@if [ -e .menkou-check/postgres/state.json ]; then \
		.venv/bin/python -m menkou.embedded remove --home .menkou-check/postgres || true; fi
	@rm -rf .venv .boot .menkou-check .menkou-made build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -d "$(MENKOU_HOME)" ]; then echo "数据还在 $(MENKOU_HOME)。"; fi

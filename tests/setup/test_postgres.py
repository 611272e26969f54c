from sqlalchemy import create_engine, text


def test_a_test_gets_an_empty_postgresql_database(postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sheet (id integer PRIMARY KEY)"))
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    engine.dispose()

    assert engine.dialect.name == "postgresql"
    assert tables == ["sheet"]


def test_the_next_test_does_not_see_it(postgres_url):
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    engine.dispose()

    assert tables == []

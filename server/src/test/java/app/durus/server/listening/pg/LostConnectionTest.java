package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.LedgerUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A connection that is lost while it is used: the driver fails all of its statements with one
 * exception.
 */
class LostConnectionTest {

  private final ClosedConnectionException loss = ClosedConnectionException.INSTANCE;
  private final List<String> called = new ArrayList<>();
  private final SqlConnection connection = stub(SqlConnection.class, this::answer);

  @Test
  void theLostConnectionStaysTheCauseWhenTheRollbackFailsToo() {
    Future<Object> transaction =
        Statements.inTransaction(
            connection, within -> Future.failedFuture(loss), read -> Future.succeededFuture());

    assertThatThrownBy(transaction::await).isSameAs(loss);
    assertThat(called).containsExactly("query BEGIN", "query ROLLBACK", "close");
  }

  /** Without a handler the driver prints a stack trace past the log. */
  @Test
  void theLedgerNoticesALostConnectionBeforeItsNextStatement() {
    Pool pool =
        stub(
            Pool.class,
            (proxy, method, arguments) ->
                method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : Future.succeededFuture(connection));

    Future<?> pull = new PgListeningLedger(pool).pull(UUID.randomUUID(), new ChangeCursor(0, null));

    assertThatThrownBy(pull::await).isInstanceOf(LedgerUnavailable.class);
    assertThat(called)
        .as("once, and once more on another connection")
        .containsExactly(
            "exceptionHandler",
            "preparedQuery",
            "close",
            "exceptionHandler",
            "preparedQuery",
            "close");
  }

  private Object answer(Object self, Method method, Object[] arguments) {
    String name = method.getName();
    switch (name) {
      case "query" -> {
        called.add("query " + arguments[0]);
        return stub(Query.class, (query, asked, none) -> Future.failedFuture(loss));
      }
      case "preparedQuery" -> {
        called.add(name);
        return stub(PreparedQuery.class, (query, asked, some) -> Future.failedFuture(loss));
      }
      case "exceptionHandler" -> {
        assertThat(arguments[0]).isInstanceOf(Handler.class);
        called.add(name);
        return self;
      }
      default -> {
        called.add(name);
        return Future.succeededFuture();
      }
    }
  }

  private static <T> T stub(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}

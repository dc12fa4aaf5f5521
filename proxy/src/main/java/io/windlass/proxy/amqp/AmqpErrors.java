package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;

/** Finds the broker's reply code and text in what the client throws. */
final class AmqpErrors {
    static final int CONNECTION_FORCED = 320;
    static final int ACCESS_REFUSED = 403;
    static final int NOT_FOUND = 404;
    static final int RESOURCE_LOCKED = 405;
    static final int PRECONDITION_FAILED = 406;

    private AmqpErrors() {}

    /** {@return the reply code, 0 when the broker did not say anything} */
    static int code(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException shutdown) {
                Method reason = shutdown.getReason();
                if (reason instanceof AMQP.Channel.Close close) {
                    return close.getReplyCode();
                }
                if (reason instanceof AMQP.Connection.Close close) {
                    return close.getReplyCode();
                }
            }
        }
        return 0;
    }

    /** {@return what the broker said, or the error's own text} */
    static String text(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException shutdown) {
                Method reason = shutdown.getReason();
                if (reason instanceof AMQP.Channel.Close close) {
                    return close.getReplyCode() + " " + close.getReplyText();
                }
                if (reason instanceof AMQP.Connection.Close close) {
                    return close.getReplyCode() + " " + close.getReplyText();
                }
            }
        }
        return String.valueOf(error.getMessage() == null ? error : error.getMessage());
    }

    /** {@return whether user or password are wrong} Qpid says so in words only, and the client is not sure of it. */
    static boolean refusesCredentials(Exception error) {
        return error instanceof AuthenticationFailureException
                || (error instanceof PossibleAuthenticationFailureException
                        && text(error).contains("Authentication failed"));
    }

    /** {@return whether what we asked for was refused, so that asking again after a reconnect is no use} */
    static boolean isRefusal(Throwable error) {
        int code = code(error);
        return (code >= 400 && code < 541) || code == 542;
    }
}

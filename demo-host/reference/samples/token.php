<?php
declare(strict_types=1);

/** Seconds. At most an hour; the page asks for a new one before it runs out. */
const SUPPORT_TOKEN_LIFETIME = 15 * 60;

function support_encode(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** Call it on your server, for the customer of the session: whoever has the secret can be anybody. */
function support_token(string $id, string $name, string $email, array $context, string $secret): string
{
    $now = time();
    $claims = [
        'sub' => $id,
        'name' => $name,
        'email' => $email,
        'context' => (object) $context,
        'iat' => $now,
        'exp' => $now + SUPPORT_TOKEN_LIFETIME,
    ];
    $content = support_encode(json_encode(['alg' => 'HS256', 'typ' => 'JWT'], JSON_THROW_ON_ERROR))
        . '.' . support_encode(json_encode($claims, JSON_THROW_ON_ERROR));
    return $content . '.' . support_encode(hash_hmac('sha256', $content, $secret, true));
}

<?php
declare(strict_types=1);

/** Seconds, at most an hour. The page asks for a new one in time. */
const SUPPORT_TOKEN_LIFETIME = 15 * 60;

function support_encode(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** For whoever is signed in. On your server only. */
function support_token(
    string $id,
    string $name,
    string $email,
    array $context,
    string $secret
): string {
    $now = time();
    $header = ['alg' => 'HS256', 'typ' => 'JWT'];
    $claims = [
        'sub' => $id,
        'name' => $name,
        'email' => $email,
        'context' => (object) $context,
        'iat' => $now,
        'exp' => $now + SUPPORT_TOKEN_LIFETIME,
    ];
    $content = support_encode(json_encode($header, JSON_THROW_ON_ERROR))
        . '.' . support_encode(json_encode($claims, JSON_THROW_ON_ERROR));
    $signature = hash_hmac('sha256', $content, $secret, true);
    return $content . '.' . support_encode($signature);
}
